using System.Net;
using RoomTypes.Hosting;

namespace RoomTypes.Tests.Hosting;

public class LocalProxyBypassTests
{
    private readonly LocalProxyBypass _proxy = new(new WebProxy("http://proxy:3128") { BypassList = ["^http://internal\\."] });

    [Theory]
    [InlineData("http://localhost:2772/")]
    [InlineData("http://127.0.0.1:8080/health/ready")]
    [InlineData("http://127.1.2.3/")]
    [InlineData("http://[::1]:2772/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://169.254.170.2/v2/credentials")]
    [InlineData("http://169.254.170.23/v1/credentials")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data/")]
    [InlineData("http://[fd00:ec2::23]/v1/credentials")]
    public void Local_Addresses_AreAskedWithoutTheProxy(string address)
    {
        Assert.True(_proxy.IsBypassed(new Uri(address)));
        Assert.Null(_proxy.GetProxy(new Uri(address)));
    }

    [Theory]
    [InlineData("https://s3.eu-central-1.amazonaws.com/", "http://proxy:3128/")]
    [InlineData("http://10.0.0.1/", "http://proxy:3128/")]
    [InlineData("http://internal.example/", "http://internal.example/")]
    public void Other_Addresses_AreTheEnvironmentsMatter(string address, string asked) => Assert.Equal(new Uri(asked), _proxy.GetProxy(new Uri(address)));
}
