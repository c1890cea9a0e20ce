using Pulumi;

namespace Sdks.Programs.Wire;

/// <summary>Programs that are wrong.</summary>
internal static class FaultyPrograms
{
    public static void MissingConfig() => new Config().Require("missing");

    public static void MissingInput() => _ = new Thing("thing", new ThingArgs { Nested = new NestedArgs() });

    public static void UnsupportedType() => _ = new Thing("thing", new ThingArgs { Any = 1L });

    public static void ThrowInApply() =>
        new Thing("thing", new ThingArgs { Text = "a" }).Text.Apply(Fail);

    private static string Fail(string? text) => throw new InvalidOperationException($"thrown in apply of {text}");

    public static void Throw() => throw new InvalidOperationException("thrown by the program");

    public static void ThrowRunException() => throw new RunException("stopped on purpose");

    public static void LogError() => Log.Error("not good");

    public static void Duplicate()
    {
        _ = new Thing("same");
        _ = new Thing("same");
    }

    public static void UnknownFunction() => _ = new Thing("thing", new ThingArgs
    {
        Text = Deployment.Instance.Invoke<LookupResult>("test:index/none:none", new LookupInvokeArgs()).Apply(result => result.Answer),
    });

    public static void WaitForItself()
    {
        var group = new Group("group");
        _ = new Thing("child", null, new CustomResourceOptions { Parent = group });
        Thread.Sleep(Timeout.Infinite);
    }
}
