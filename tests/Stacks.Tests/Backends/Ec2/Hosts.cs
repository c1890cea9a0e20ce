using Stacks.Backends.Ec2;

namespace Stacks.Tests.Backends.Ec2;

/// <summary>An instance with all that it can have.</summary>
internal static class Hosts
{
    public const string Registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    public const string Image = $"{Registry}/room-type/service@{StackRun.Digest}";
    public const string Agent = $"{Registry}/room-type/appconfig-agent@{StackRun.Digest}";
    public const string Secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:events-AbCdEf";

    public static HostSpec Full { get; } = new(
        "eu-central-1",
        "room-type-staging",
        "service-1234567",
        30,
        new HostContainer("room-type", Image, 65532, null, new Dictionary<string, string> { ["RoomType__Http__MaxImages"] = "64", ["OTEL_SERVICE_NAME"] = "a \"b\" $c 'd' \\e" }),
        [new HostContainer("appconfig-agent", Agent, 65533, 128, new Dictionary<string, string> { ["HTTP_PORT"] = "2772" })],
        new HostSecret("RoomType__Events__ConnectionString", Secret, "v1"));
}
