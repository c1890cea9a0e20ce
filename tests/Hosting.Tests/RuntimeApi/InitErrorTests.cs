using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;
using Hosting.Tests.Fakes;

namespace Hosting.Tests.RuntimeApi;

public sealed class InitErrorTests
{
    [Fact]
    public async Task Exception_BeforeTheFirstPoll_IsReportedInTheRuntimeApisFormat()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        var exception = Assert.Throws<InvalidDataException>(LoadModel);

        new InitErrorReporter(new LambdaEnvironment(api.Address)).TryReport(exception);

        var error = await api.InitError;
        Assert.Equal(("InvalidDataException", "InvalidDataException", "The model's \"digest\" is wrong."), (error.ErrorType, error.HeaderType, error.ErrorMessage));
        Assert.Contains(error.StackTrace, line => line.StartsWith("at ", StringComparison.Ordinal) && line.Contains(nameof(LoadModel)));
    }

    [Fact]
    public void Exception_WithNobodyToTell_IsLeftToTheProcess() =>
        new InitErrorReporter(new LambdaEnvironment("127.0.0.1:1")).TryReport(new InvalidDataException());

    private static void LoadModel() => throw new InvalidDataException("The model's \"digest\" is wrong.");
}
