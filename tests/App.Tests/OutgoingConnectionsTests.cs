using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RoomTypes.Tests;

public sealed class OutgoingConnectionsTests
{
    [Fact]
    public async Task EndAll_WithConnectionsOpen_HasTheNextRequestMakeItsOwn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(context => context.Response.WriteAsync(context.Connection.Id));
        await server.StartAsync();
        using var client = new HttpClient(OutgoingConnections.NewHandler()) { BaseAddress = new Uri(server.Urls.Single()) };
        var isEmptied = false;
        using var pool = OutgoingConnections.With(() => isEmptied = true);
        var first = await client.GetStringAsync("/");
        Assert.Equal(first, await client.GetStringAsync("/"));

        OutgoingConnections.EndAll();

        Assert.NotEqual(first, await client.GetStringAsync("/"));
        Assert.True(isEmptied);
    }

    [Fact]
    public async Task Connect_ToNobody_FailsAsAnyClientDoes()
    {
        using var client = new HttpClient(OutgoingConnections.NewHandler());

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://127.0.0.1:1/")));
    }
}
