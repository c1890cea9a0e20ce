using Amazon.Lambda.AspNetCoreServer;
using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;
using Hosting.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting.Tests;

public sealed class ServiceCollectionTests
{
    [Fact]
    public void Hosting_OutsideLambda_LeavesEverythingAsItIs()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var before = builder.Services.ToArray();

        builder.Services.AddAWSLambdaHosting(LambdaEventSource.HttpApi, _ => Assert.Fail("configured outside Lambda"));
        builder.Services.AddAWSLambdaHosting(LambdaEventSource.HttpApi);

        Assert.Equal(before, builder.Services);
    }

    [Fact]
    public async Task Hosting_InLambda_ReplacesTheServerAndSpeaksAsToldByTheEnvironment()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", api.Address);
        try
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Services.AddAWSLambdaHosting(LambdaEventSource.ApplicationLoadBalancer, options =>
                options.RegisterResponseContentEncodingForContentType("text/plain", ResponseContentEncoding.Base64));
            await using var app = builder.Build();
            EchoApp.Map(app);
            await app.StartAsync();

            var outcome = await api.InvokeAsync(Http.GatewayEvent.Write(Http.Shape.LoadBalancer, new Http.HttpCall("GET", "/text")));

            Assert.Single(app.Services.GetServices<IServer>());
            Assert.Contains("\"isBase64Encoded\":true", System.Text.Encoding.UTF8.GetString(outcome.Answer!));
            Assert.Equal(EchoApp.UnicodeText, Http.Answer.Parse(outcome.Answer!).Text);
            await app.StopAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", null);
        }
    }

    [Fact]
    public void Hosting_WithAnUnknownSource_Throws()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new ServiceCollection().AddLambdaServer(new LambdaEnvironment("localhost:1"), (LambdaEventSource)7, null));

        Assert.Contains("RestApi, HttpApi or ApplicationLoadBalancer", error.Message);
    }
}
