using RoomTypes.Hosting;

namespace RoomTypes.Tests.Hosting;

[Collection(nameof(Alone))]
public sealed class HealthCheckTests : IDisposable
{
    private static readonly string[] Names = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "URLS", "HTTP_PORTS"];

    public void Dispose()
    {
        foreach (var name in Names) Environment.SetEnvironmentVariable(name, null);
    }

    [Theory]
    [InlineData("", "", "http://127.0.0.1:8080/health/ready")]
    [InlineData("ASPNETCORE_HTTP_PORTS=9000;9001", "", "http://127.0.0.1:9000/health/ready")]
    [InlineData("HTTP_PORTS=9000", "", "http://127.0.0.1:9000/health/ready")]
    [InlineData("ASPNETCORE_URLS=http://*:9000", "", "http://127.0.0.1:9000/health/ready")]
    [InlineData("ASPNETCORE_URLS=https://+:443;http://[::]:9000", "", "http://127.0.0.1:9000/health/ready")]
    [InlineData("URLS=http://10.1.2.3:9000", "", "http://10.1.2.3:9000/health/ready")]
    [InlineData("ASPNETCORE_URLS=http://0.0.0.0:1", "--urls http://localhost:9000", "http://127.0.0.1:9000/health/ready")]
    [InlineData("ASPNETCORE_HTTP_PORTS=1", "--urls=http://[::1]:9000", "http://[::1]:9000/health/ready")]
    [InlineData("", "--http_ports 9000", "http://127.0.0.1:9000/health/ready")]
    [InlineData("", "--urls http://unused", "http://unused:80/health/ready")]
    public void Address_OfWhatTheServerIsTold_IsWhereItListens(string variable, string arguments, string address)
    {
        Dispose();
        if (variable.Split('=', 2) is [var name, var value]) Environment.SetEnvironmentVariable(name, value);
        Assert.Equal(new Uri(address), HealthCheck.Address(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}
