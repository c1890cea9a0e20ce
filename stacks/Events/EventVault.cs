using Pulumi;
using Pulumi.Aws.Backup;
using Pulumi.Aws.Backup.Inputs;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Iam;
using Stacks.Observability;

namespace Stacks.Events;

/// <summary>
/// A vault of AWS Backup with a copy of the event database of every day, which goes neither with the database nor with a stack that is
/// protected (docs/decisions/0070).
/// </summary>
/// <remarks>https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html</remarks>
internal sealed class EventVault : ComponentResource
{
    // After the database's own backup, between 01:00 and 02:00, and its maintenance.
    private const string EveryNight = "cron(0 4 * * ? *)";

    private const int StartMinutes = 60;

    private const int CompletionMinutes = 360;

    // AWS maintains what its service needs, and adds to it: .../security-iam-awsmanpol.html
    private const string Rights = "service-role/AWSBackupServiceRolePolicyForBackup";

    public EventVault(string name, Settings settings, Output<string> database, Output<string> key, AlarmTopic topic, Resource parent)
        : base("room-type:events:EventVault", name, new ComponentResourceOptions { Parent = parent })
    {
        var child = new CustomResourceOptions { Parent = this };
        var vault = new Vault(name, new VaultArgs { KmsKeyArn = key, ForceDestroy = !settings.Protect }, child);
        // Of governance: who may delete the lock may empty the vault, and whoever deploys may not (bootstrap/Access/DeployRights.cs).
        _ = new VaultLockConfiguration(name, new VaultLockConfigurationArgs { BackupVaultName = vault.Name, MinRetentionDays = settings.Events.VaultDays }, child);
        var plan = new Plan(name, new PlanArgs { Rules = { Nightly(vault, settings.Events.VaultDays) } }, child);
        var role = new ServiceRole(name, "backup.amazonaws.com", this, [], Rights);
        _ = new Selection(
            name,
            new SelectionArgs { PlanId = plan.Id, IamRoleArn = role.Arn, Resources = { database } },
            new CustomResourceOptions { Parent = this, DependsOn = { role } });
        Alarm = Alarms.Create(Missing(vault), topic, child);
        RegisterOutputs(new Dictionary<string, object?> { ["vault"] = vault.Name });
    }

    /// <summary>Tells of nights without a copy.</summary>
    public MetricAlarm Alarm { get; }

    // Snapshots and no continuous backup, which would take the database's own window and retention over.
    private static PlanRuleArgs Nightly(Vault vault, int days) => new()
    {
        RuleName = "nightly",
        TargetVaultName = vault.Name,
        Schedule = EveryNight,
        StartWindow = StartMinutes,
        CompletionWindow = CompletionMinutes,
        Lifecycle = new PlanRuleLifecycleArgs { DeleteAfter = days },
    };

    // No job is no failure: an account that has not opted in to Aurora has none. So it is on until the first night is over.
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
    private static AlarmSpec Missing(Vault vault) => new(
        "events-vault",
        "For two days no copy of the event database came into its vault: look at the jobs of AWS Backup.",
        new Metric("AWS/Backup", "NumberOfBackupJobsCompleted", "Sum", [("BackupVaultName", vault.Name)]),
        1)
    { Below = true, MissingIsFault = true, PeriodSeconds = 86_400, Periods = 2, Faults = 2 };
}
