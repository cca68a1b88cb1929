import {
  adminCreateUser,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminUpdateUserAttributes,
  adminUserGlobalSignOut,
} from './operations/admin-users.ts';
import {
  adminInitiateAuth,
  adminRespondToAuthChallenge,
  initiateAuth,
  respondToAuthChallenge,
} from './operations/authentication.ts';
import { describeUserPool, describeUserPoolClient } from './operations/describe.ts';
import { listUsers } from './operations/list-users.ts';
import { getTokensFromRefreshToken } from './operations/refresh.ts';
import { revokeToken } from './operations/revoke-token.ts';
import { deleteUser, getUser, globalSignOut, updateUserAttributes } from './operations/self-service.ts';
import { signUp } from './operations/sign-up.ts';
import type { Operation } from './pool-context.ts';

/** The operations of the pool by their names on the wire. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['SignUp', signUp],
  ['InitiateAuth', initiateAuth],
  ['RespondToAuthChallenge', respondToAuthChallenge],
  ['GetTokensFromRefreshToken', getTokensFromRefreshToken],
  ['RevokeToken', revokeToken],
  ['GlobalSignOut', globalSignOut],
  ['GetUser', getUser],
  ['UpdateUserAttributes', updateUserAttributes],
  ['DeleteUser', deleteUser],
  ['AdminCreateUser', adminCreateUser],
  ['AdminGetUser', adminGetUser],
  ['AdminInitiateAuth', adminInitiateAuth],
  ['AdminRespondToAuthChallenge', adminRespondToAuthChallenge],
  ['AdminUpdateUserAttributes', adminUpdateUserAttributes],
  ['AdminUserGlobalSignOut', adminUserGlobalSignOut],
  ['AdminDisableUser', adminDisableUser],
  ['AdminEnableUser', adminEnableUser],
  ['AdminDeleteUser', adminDeleteUser],
  ['ListUsers', listUsers],
  ['DescribeUserPool', describeUserPool],
  ['DescribeUserPoolClient', describeUserPoolClient],
]);

/** Cognito's other operations, which this pool knows by name only. */
const OTHERS = `
  AddCustomAttributes AddUserPoolClientSecret AdminAddUserToGroup AdminConfirmSignUp AdminDeleteSoftwareToken
  AdminDeleteUserAttributes AdminDisableProviderForUser AdminForgetDevice AdminGetDevice AdminGetUserAuthFactors
  AdminLinkProviderForUser AdminListDevices AdminListGroupsForUser AdminListUserAuthEvents AdminListUserSessions
  AdminRemoveUserFromGroup AdminResetUserPassword AdminRevokeUserSession AdminSetUserMFAPreference
  AdminSetUserPassword AdminSetUserSettings AdminUpdateAuthEventFeedback AdminUpdateDeviceStatus
  AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword
  ConfirmSignUp CreateGroup CreateIdentityProvider CreateManagedLoginBranding CreateResourceServer CreateTerms
  CreateUserImportJob CreateUserPool CreateUserPoolClient CreateUserPoolDomain CreateUserPoolReplica DeleteGroup
  DeleteIdentityProvider DeleteManagedLoginBranding DeleteResourceServer DeleteTerms DeleteUserAttributes
  DeleteUserPool DeleteUserPoolClient DeleteUserPoolClientSecret DeleteUserPoolDomain DeleteUserPoolReplica
  DeleteWebAuthnCredential DescribeIdentityProvider DescribeManagedLoginBranding
  DescribeManagedLoginBrandingByClient DescribeResourceServer DescribeRiskConfiguration DescribeTerms
  DescribeTermsByClient DescribeUserImportJob DescribeUserPoolDomain ForgetDevice ForgotPassword GetCSVHeader
  GetClientToken GetDevice GetGroup GetIdentityProviderByIdentifier GetLogDeliveryConfiguration
  GetProvisionedLimit GetSigningCertificate GetUICustomization GetUserAttributeVerificationCode GetUserAuthFactors
  GetUserPoolClientSessionConfiguration GetUserPoolMfaConfig GetUserPoolSessionConfiguration ListDevices
  ListGroups ListIdentityProviders ListResourceServers ListTagsForResource ListTerms ListUserImportJobs
  ListUserPoolClientSecrets ListUserPoolClients ListUserPoolReplicas ListUserPools ListUserSessions
  ListUsersInGroup ListWebAuthnCredentials ResendConfirmationCode RevokeUserSession SetLogDeliveryConfiguration
  SetRiskConfiguration SetUICustomization SetUserMFAPreference SetUserPoolClientSessionConfiguration
  SetUserPoolMfaConfig SetUserPoolSessionConfiguration SetUserSettings StartUserImportJob
  StartWebAuthnRegistration StopUserImportJob TagResource UntagResource UpdateAuthEventFeedback UpdateDeviceStatus
  UpdateGroup UpdateIdentityProvider UpdateManagedLoginBranding UpdateProvisionedLimit UpdateResourceServer
  UpdateTerms UpdateUserPool UpdateUserPoolClient UpdateUserPoolDomain UpdateUserPoolReplica VerifySoftwareToken
  VerifyUserAttribute
`;

const others: ReadonlySet<string> = new Set(OTHERS.split(/\s+/).filter((name) => name !== ''));

/** True for an operation that Cognito has and the local pool does not. */
export const isUnimplemented = (name: string): boolean => others.has(name);

/** True for the operations that callers sign with AWS credentials. */
export const needsSignature = (name: string): boolean => /^(?:Admin|List|Describe)/.test(name);
