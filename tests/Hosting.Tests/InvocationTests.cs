using Hosting.Tests.Fakes;
using Hosting.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hosting.Tests;

/// <summary>What becomes of invocations that do not end with a plain answer.</summary>
public sealed class InvocationTests(BothHosts hosts) : IClassFixture<BothHosts>
{
    [Fact]
    public async Task Event_OfAnotherSource_IsReportedAndTheNextOneServed()
    {
        var outcome = await hosts.Api.InvokeAsync("""{"Records":[{"eventSource":"aws:sqs"}]}""");

        Assert.Equal("Runtime.InvalidEvent", outcome.Error!.ErrorType);
        Assert.Equal("Runtime.InvalidEvent", outcome.Error.HeaderType);
        Assert.Contains("REST APIs (1.0)", outcome.Error.ErrorMessage);
        Assert.NotEmpty(outcome.Error.StackTrace);
        Assert.Equal(200, (await hosts.AskLambdaAsync(Shape.RestApi, new HttpCall("GET", "/json"))).Status);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"httpMethod":1,"path":"/"}""")]
    [InlineData("""{"httpMethod":"GET","path":"/","headers":{"a":{}}}""")]
    [InlineData("""{"httpMethod":"GET","path":"/","body":"%%%","isBase64Encoded":true}""")]
    [InlineData("""{"httpMethod":"GET","path":"/","body":{}}""")]
    public async Task Event_Malformed_IsReportedAsInvalid(string json)
    {
        var outcome = await hosts.Api.InvokeAsync(json);

        Assert.Equal("Runtime.InvalidEvent", outcome.Error?.ErrorType);
    }

    [Fact]
    public async Task Handler_ThatThrowsWithinItsResponse_FailsTheInvocation()
    {
        var outcome = await hosts.Api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/throw-late")));

        Assert.Equal("Function.IncompleteResponse", outcome.Error!.ErrorType);
        Assert.Contains("the oven is off", outcome.Error.ErrorMessage);
    }

    [Fact]
    public async Task Handler_ThatAborts_FailsTheInvocation()
    {
        var outcome = await hosts.Api.InvokeAsync(GatewayEvent.Write(Shape.HttpApi, new HttpCall("GET", "/abort")));

        Assert.Equal("Function.RequestAborted", outcome.Error?.ErrorType);
    }

    [Fact]
    public async Task Handler_ThatThrows_NamesTheTypeOnlyWhenTold()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var app = await Hosts.StartLambdaAsync(api, EchoApp.Map, configure: o => o.IncludeUnhandledExceptionDetailInResponse = true);

        var told = Answer.Parse((await api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/throw")))).Answer!);
        var silent = await hosts.AskLambdaAsync(Shape.RestApi, new HttpCall("GET", "/throw"));

        Assert.Equal("errortype: InvalidDataException", told.Headers);
        Assert.Equal("", silent.Headers);
        await app.StopAsync();
    }

    [Fact]
    public async Task Response_OverLambdasLimit_IsReportedWithBothSizes()
    {
        var outcome = await hosts.Api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/large/5000000")));

        Assert.Equal("Function.ResponseSizeTooLarge", outcome.Error!.ErrorType);
        Assert.Matches(@"\d{7} bytes.*6291556", outcome.Error.ErrorMessage);
        Assert.NotEmpty(outcome.Error.StackTrace);
    }

    [Theory]
    [InlineData("/wait", "")]
    [InlineData("/wait-and-tell", "too slow")]
    public async Task Deadline_ThatComesNear_CancelsTheRequestAndStillAnswers(string path, string body)
    {
        var outcome = await hosts.Api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", path)), TimeSpan.FromSeconds(1));

        Assert.Null(outcome.Error);
        var answer = Answer.Parse(outcome.Answer!);
        Assert.Equal((504, body), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Deadline_ThatPassed_LosesThatAnswerOnly()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        var release = new TaskCompletionSource();
        await using var app = await Hosts.StartLambdaAsync(api, a =>
        {
            EchoApp.Map(a);
            a.MapGet("/deaf", () => release.Task);
        });

        var late = await api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/deaf")), TimeSpan.FromMilliseconds(50));
        release.SetResult();
        var next = await api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/json")));

        Assert.Equal("Sandbox.Timedout", late.Error?.ErrorType);
        Assert.Single(api.Refused);
        Assert.NotNull(next.Answer);
        await app.StopAsync();
    }

    [Fact]
    public async Task Trace_OfTheInvocation_IsIdentifierHeaderAndEnvironment()
    {
        const string trace = "Root=1-5bdb40ca-556d8b0c50dc66f0511bf520;Parent=0123456789abcdef;Sampled=1";

        var outcome = await hosts.Api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/trace")), traceId: trace);

        Assert.Equal($"{trace} {trace}", Answer.Parse(outcome.Answer!).Text);
        Assert.Equal(trace, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
    }

    [Fact]
    public async Task OnCompleted_RunsBeforeTheAnswerIsPosted()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        var completed = false;
        await using var app = await Hosts.StartLambdaAsync(api, a => a.MapGet("/", (HttpContext http) =>
            http.Response.OnCompleted(async () =>
            {
                await Task.Yield();
                completed = true;
            })));

        await api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/")));

        Assert.True(completed);
        await app.StopAsync();
    }
}
