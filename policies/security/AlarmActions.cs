using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class AlarmActions
{
    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "alarm-actions",
        "Every alarm tells somebody, itself or through a composite alarm that does, or it stops a deployment; a composite one may leave it to those that it names.",
        context =>
        {
            var alarms = Alarms.Of(context);
            var deployments = context.Resources.OfType(
                "aws:appconfig/environment:Environment",
                "aws:codedeploy/deploymentGroup:DeploymentGroup",
                "aws:ecs/service:Service");
            Each(alarms, alarm =>
            {
                IReadOnlyList<PolicyResource> listeners = [.. alarms.Where(Tells), .. deployments];
                var named = alarms.Where(other => other.Urn != alarm.Urn && alarm.DependsOn(other));
                if (!Tells(alarm) && !named.Any(Tells) && !listeners.Any(listener => listener.DependsOn(alarm)))
                    context.Report("alarmActions must name who is told", alarm);
            });
        });

    private static bool Tells(PolicyResource alarm) => alarm.Props["alarmActions"].Count > 0;
}
