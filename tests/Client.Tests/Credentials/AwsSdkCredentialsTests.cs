using RoomTypes.Client.AwsSdk;
using RoomTypes.Client.Credentials;
using RoomTypes.Tests.Signatures;

namespace RoomTypes.Tests.Credentials;

/// <summary>AWSSDK.Core's own providers in a process of their own, against stand-ins of what they ask.</summary>
public sealed class AwsSdkCredentialsTests : IAsyncLifetime
{
    private MetadataEndpoint _metadata = null!;
    private SignedService _service = null!;

    public async Task InitializeAsync() => (_metadata, _service) = (await MetadataEndpoint.StartAsync(), await SignedService.StartAsync());

    public async Task DisposeAsync()
    {
        await _metadata.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData(MetadataEndpoint.Authorization, "ROOM_TYPE_KITCHEN")]
    [InlineData("another", "There are no AWS credentials")]
    public Task Get_InAContainer_AreThoseOfItsAgent(string authorization, string expected) => CallAsync(
        new() { ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{_metadata.Address}container", ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = authorization, ["AWS_EC2_METADATA_DISABLED"] = "true" }, expected);

    [Fact]
    public Task Get_OnAnInstance_AreThoseOfItsRole() => CallAsync(new() { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = _metadata.Address.ToString().TrimEnd('/') }, "ROOM_TYPE_KITCHEN");

    [Fact]
    public async Task Get_OfAProfileThatIsNotThere_SaysSo() =>
        Assert.Contains("no AWS profile 'nobody'", (await Assert.ThrowsAsync<CredentialsException>(async () => await new AwsSdkCredentials("nobody").GetAsync(default))).Message, StringComparison.Ordinal);

    private async Task CallAsync(Dictionary<string, string> environment, string expected)
    {
        var (_, output) = await CallTool.RunAsync(["call", Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples", "kitchen_1.jpg"), "--url", _service.Address.ToString(), "--region", "eu-west-1"], environment);
        Assert.True(output.Contains(expected, StringComparison.Ordinal), output);
    }
}
