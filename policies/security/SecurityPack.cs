using Pulumi.Policy;

namespace Policies.Security;

/// <summary>No open door, no open secret, no unknown image.</summary>
internal static class SecurityPack
{
    public static PolicyPack Create() => new("security", new PolicyPackArgs
    {
        EnforcementLevel = EnforcementLevel.Mandatory,
        Version = "1.0.0",
        Policies =
        [
            AccountWide.Policy,
            AlarmActions.Policy,
            AlarmOrder.Policy,
            AlarmSamples.Policy,
            AlarmsPresent.Policy,
            ApiIamAuthorization.Policy,
            ApiResourcePolicy.Policy,
            AppSpecVersion.Policy,
            AthenaLimited.Policy,
            BucketsClosed.Policy,
            BucketsKept.Policy,
            ContainerLimits.Policy,
            ContainerNonRoot.Policy,
            ContainerReadOnlyRoot.Policy,
            DatabaseClosed.Policy,
            EcrImmutableTags.Policy,
            EcrKeepsImages.Policy,
            EcrScanOnPush.Policy,
            EncryptionAtRest.Policy,
            EncryptionInTransit.Policy,
            EndpointDataCapture.Policy,
            EndpointNetwork.Policy,
            IamNoWildcard.Policy,
            ImageByDigest.Policy,
            InstanceMetadata.Policy,
            LoadBalancerInternal.Policy,
            NoEvidently.Policy,
            NoPublicAddress.Policy,
            RoleRightsFirst.Policy,
            RolesBounded.Policy,
            SecurityGroupIngress.Policy,
        ],
    });
}
