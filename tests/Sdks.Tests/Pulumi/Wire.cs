using Google.Protobuf.WellKnownTypes;

namespace Sdks.Tests.PulumiSdk;

/// <summary>Values as they are on the wire.</summary>
internal static class Wire
{
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    public const string Signature = "4dabf18193072939515e22adb298388d";
    public const string BucketType = "test:storage/bucket:Bucket";
    public const string StackUrn = "urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev";

    public static void AssertSecret(string expected, Value value)
    {
        Assert.Equal("1b47061264138c4ac30d75fd1eb44270", value.StructValue.Fields[Signature].StringValue);
        Assert.Equal(expected, value.StructValue.Fields["value"].StringValue);
    }

    public static Value Secret(string value) => Value.ForStruct(new Struct
    {
        Fields = { [Signature] = Value.ForString("1b47061264138c4ac30d75fd1eb44270"), ["value"] = Value.ForString(value) },
    });
}
