using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

namespace Hosting.Tests.RuntimeApi;

public sealed class LambdaEnvironmentTests
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("16", 16)]
    public void Concurrency_OfTheEnvironment_IsAtLeastOne(string? value, int expected) =>
        Assert.Equal(new LambdaEnvironment("127.0.0.1:9001", expected), Read("127.0.0.1:9001", value));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("two")]
    [InlineData("1.5")]
    public void Concurrency_ThatIsNoCount_IsRefusedWithItsValue(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read("127.0.0.1:9001", value));

        Assert.Contains($"AWS_LAMBDA_MAX_CONCURRENCY is '{value}'", error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Environment_WithoutRuntimeApi_IsNoLambda(string? runtimeApi) => Assert.Null(Read(runtimeApi, "16"));

    private static LambdaEnvironment? Read(string? runtimeApi, string? concurrency) =>
        LambdaEnvironment.Read(name => name == "AWS_LAMBDA_RUNTIME_API" ? runtimeApi : concurrency);
}
