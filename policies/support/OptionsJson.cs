using System.Text.Json.Serialization;
using Policies.Capacity;
using Policies.Security;
using Policies.Tagging;

namespace Policies.Support;

/// <summary>Reads what policies are configured with. Generated, so that native code needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiThrottlingOptions))]
[JsonSerializable(typeof(Ec2InstanceMaximumOptions))]
[JsonSerializable(typeof(EcsTaskMaximumOptions))]
[JsonSerializable(typeof(EksNodeLimitsOptions))]
[JsonSerializable(typeof(KubernetesReplicasOptions))]
[JsonSerializable(typeof(LambdaAccountConcurrencyOptions))]
[JsonSerializable(typeof(LambdaManagedCapacityOptions))]
[JsonSerializable(typeof(LambdaMemoryOptions))]
[JsonSerializable(typeof(LambdaReservedConcurrencyOptions))]
[JsonSerializable(typeof(LambdaTimeoutOptions))]
[JsonSerializable(typeof(LogRetentionOptions))]
[JsonSerializable(typeof(SageMakerInstanceMaximumOptions))]
[JsonSerializable(typeof(AccountWideOptions))]
[JsonSerializable(typeof(AlarmsPresentOptions))]
[JsonSerializable(typeof(AthenaLimitedOptions))]
[JsonSerializable(typeof(DatabaseClosedOptions))]
[JsonSerializable(typeof(EncryptionInTransitOptions))]
[JsonSerializable(typeof(IamNoWildcardOptions))]
[JsonSerializable(typeof(RolesBoundedOptions))]
[JsonSerializable(typeof(SecurityGroupIngressOptions))]
[JsonSerializable(typeof(ManagedByTagOptions))]
[JsonSerializable(typeof(RequiredTagsOptions))]
[JsonSerializable(typeof(TagValuesOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
