namespace Stacks.Tests.Events;

public class EventVaultTests
{
    private const string Vault = "aws:backup/vault:Vault";

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("eks")]
    public async Task Vault_InProd_HasALockedCopyOfEveryNight(string backend)
    {
        var mocks = await StackRun.OfAsync("prod", backend);

        var vault = mocks.One(Vault);
        Assert.Equal(("arn:aws:mock:eu-central-1:123456789012:key", false), ((string)vault["kmsKeyArn"], (bool)vault["forceDestroy"]));
        var rule = Assert.Single(mocks.One("aws:backup/plan:Plan").Maps("rules"));
        Assert.Equal(("events-vault", 35.0), ((string)rule["targetVaultName"], (double)rule.Map("lifecycle")["deleteAfter"]));
        // The database's own backup and its maintenance are over by then.
        Assert.Equal("cron(0 4 * * ? *)", rule["schedule"]);
        Assert.DoesNotContain("enableContinuousBackup", rule.Keys);
        var locked = mocks.One("aws:backup/vaultLockConfiguration:VaultLockConfiguration");
        Assert.Equal(("events-vault", 35.0), ((string)locked["backupVaultName"], (double)locked["minRetentionDays"]));
        // With a number of days it would be one of compliance, which nobody takes back.
        Assert.DoesNotContain("changeableForDays", locked.Keys);
    }

    [Fact]
    public async Task Selection_IsTheDatabaseAloneByARoleOfAwsBackup()
    {
        var mocks = await StackRun.OfAsync("prod", "fargate");

        var selection = mocks.One("aws:backup/selection:Selection");
        Assert.Equal(["arn:aws:mock:eu-central-1:123456789012:events"], selection.Texts("resources"));
        Assert.Equal("arn:aws:mock:eu-central-1:123456789012:events-vault", selection["iamRoleArn"]);
        Assert.Contains("backup.amazonaws.com", (string)mocks.Created.Single(resource => resource is { Type: "aws:iam/role:Role", Name: "events-vault" }).Inputs["assumeRolePolicy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("prod", "events", "none")]
    [InlineData("prod", "eventsDatabase", "Host=db")]
    [InlineData("prod", "eventsVaultDays", "0")]
    public async Task Vault_WhereNothingOrNoneIsKept_IsNotMade(string environment, params string[] change) =>
        Assert.Empty((await StackRun.RunAsync(environment, change is [] ? [] : [(change[0], change[1])])).All(Vault));

    [Fact]
    public async Task Vault_OfAnUnprotectedStack_GoesWithIt() => Assert.Equal(true, (await StackRun.RunAsync("staging", ("eventsVaultDays", "7"))).One(Vault)["forceDestroy"]);
}
