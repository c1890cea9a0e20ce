using Pulumi.Engine.Projects;

namespace Stacks.Tests.Configuration;

public class AllowedAccountsTests
{
    [Theory]
    [InlineData("""["123456789012"]""")]
    [InlineData("""["210987654321", "123456789012"]""")]
    [InlineData("[123456789012]")]
    public async Task Account_Allowed_IsDeployedTo(string allowed) => Assert.NotEmpty((await RunAsync(allowed)).Created);

    [Theory]
    [InlineData("""["210987654321"]""", "The credentials are of the account 123456789012, but aws:allowedAccountIds is")]
    [InlineData("[]", "allowed is a list of accounts of 12 digits")]
    [InlineData("210987654321", "allowed is a list of accounts of 12 digits")]
    [InlineData("""["prod"]""", "allowed is a list of accounts of 12 digits")]
    public async Task Account_NotAllowed_IsRefusedBeforeAnythingIsAskedFor(string allowed, string message)
    {
        var mocks = new AwsMocks();

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(allowed, mocks));

        Assert.Contains(message, refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(mocks.Created);
    }

    private static async Task<AwsMocks> RunAsync(string allowed, AwsMocks? mocks = null)
    {
        mocks ??= new AwsMocks();
        var config = new Dictionary<string, string>(StackConfig.Load(Repository.Project(), "dev", new Dictionary<string, string>())) { ["aws:allowedAccountIds"] = allowed };
        await StackRun.RunAsync(mocks, config, "dev");
        return mocks;
    }
}
