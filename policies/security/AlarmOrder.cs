using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static partial class AlarmOrder
{
    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "alarm-order",
        "A composite alarm depends on the alarms that it names: CloudWatch refuses to delete an alarm that a composite one still names.",
        context =>
        {
            var alarms = Alarms.Of(context);
            foreach (var composite in context.Resources.OfType(Alarms.Composite))
            {
                HashSet<string> named = [.. NamedAlarm().Matches(composite.Props["alarmRule"].Text()).Select(match => match.Groups[1].Value)];
                foreach (var alarm in alarms.Where(alarm => named.Contains(NameOf(alarm)) && !composite.DependsOn(alarm)))
                    context.Report("alarmRule must take the names of alarms from the alarms themselves", composite);
            }
        });

    private static string NameOf(PolicyResource alarm) => (alarm.Props["name"] is { IsMissing: false } name ? name : alarm.Props["alarmName"]).Text();

    [GeneratedRegex("""\(\s*"?([^"()]+?)"?\s*\)""")]
    private static partial Regex NamedAlarm();
}
