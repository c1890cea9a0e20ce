using System.Text.Json;

namespace Stacks.Tests.Configuration;

public class SettingsTests
{
    [Fact]
    public async Task Load_SeveralFaults_AreToldAtOnce()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(
            ("room-type:backend", "ec3"),
            ("room-type:imageDigest", "latest"),
            ("room-type:lambdaMemoryMb", "64"),
            ("room-type:logRetentionDays", "8"),
            ("room-type:owner", null),
            ("room-type:onwer", "me")));

        foreach (var text in new[]
                 {
                     "room-type:backend is 'ec3'; allowed is lambda",
                     "room-type:imageDigest is 'latest'; allowed is sha256: and 64 hexadecimal digits",
                     "room-type:lambdaMemoryMb is '64'; allowed is a number from 128 to 10240",
                     "room-type:logRetentionDays is '8'; allowed is 1, 3, 5, 7",
                     "room-type:owner is missing",
                     "room-type:onwer is no setting; known are backend, costCenter, imageDigest",
                 })
            Assert.Contains(text, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_Tags_AreTheProvidersDefault()
    {
        var (_, mocks) = await StackRun.RunAsync(("room-type:owner", "robots"));

        using var tags = JsonDocument.Parse((string)mocks.Inputs("pulumi:providers:aws")["defaultTags"]);
        Assert.Equal(
            new Dictionary<string, string> { ["project"] = "room-type", ["stack"] = "dev", ["owner"] = "robots", ["costCenter"] = "cloud-dev" },
            tags.RootElement.GetProperty("tags").Deserialize<Dictionary<string, string>>());
        Assert.All(mocks.Created.Where(resource => resource.Type!.StartsWith("aws:", StringComparison.Ordinal)), resource => Assert.NotEmpty(resource.Provider!));
    }
}
