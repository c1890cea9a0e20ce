using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class DatabaseClosed
{
    private static readonly string[] Instances = ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"];
    private static readonly string[] Parameters = ["aws:rds/clusterParameterGroup:ClusterParameterGroup", "aws:rds/parameterGroup:ParameterGroup"];

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "database-closed",
        "Databases have no address on the internet, a password that nobody has seen and that is rotated, and no connection without TLS.",
        OptionsJson.Default.DatabaseClosedOptions,
        new()
        {
            [Instances] = (props, context) => All(
                () =>
                {
                    if (props["publiclyAccessible"].IsTruthy)
                        context.Report("publiclyAccessible must be false");
                },
                () => Password(props, context),
                () =>
                {
                    if (context.Args.Type == Instances[0])
                        Protection(props, context);
                }),
            ["aws:rds/cluster:Cluster"] = (props, context) => All(() => Password(props, context), () => Protection(props, context)),
            [Parameters] = (props, context) =>
            {
                var isPostgres = props["family"].Text().Contains("postgres", StringComparison.Ordinal);
                if (isPostgres && !props["parameters"].Many().Any(parameter => parameter["name"].AsString == "rds.force_ssl" && parameter["value"].Text() == "1"))
                    context.Report("parameters must set rds.force_ssl to 1");
            },
        });

    // Kept by RDS in Secrets Manager, or there is none here: an instance of a cluster, a replica.
    private static void Password(PropertyValue props, Context context)
    {
        if (props.IsGiven("masterPassword") || props.IsGiven("password"))
            context.Report("the password must be managed by RDS (manageMasterUserPassword), not given");
    }

    private static void Protection(PropertyValue props, Context<DatabaseClosedOptions> context)
    {
        if (context.Config.DeletionProtection && props["deletionProtection"].AsBoolean != true)
            context.Report("deletionProtection must be true");
    }
}

internal sealed record DatabaseClosedOptions
{
    [Description("Whether databases must be protected against deletion.")]
    public bool DeletionProtection { get; set; }
}
