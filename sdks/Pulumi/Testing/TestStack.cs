namespace Pulumi.Testing;

/// <summary>The stack of a program under test that is a function.</summary>
internal sealed class TestStack : Stack
{
    public TestStack(Func<IDictionary<string, object?>> createResources) => Returned = createResources();

    public IDictionary<string, object?> Returned { get; }
}
