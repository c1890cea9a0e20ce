using System.CommandLine;
using RoomTypes.EventsTool.Dashboards;

namespace RoomTypes.EventsTool;

/// <summary>./run events dashboards: the files of dashboards/.</summary>
internal static class DashboardsCommand
{
    public static Command Make()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Where the files go" };
        var command = new Command("dashboards", "Writes Grafana's dashboards: key figures from Athena and from PostgreSQL, and the service from Prometheus (docs/kpis.md).") { folder };
        command.SetAction((arguments, _) => Failures.GuardAsync(_ =>
        {
            var at = Directory.CreateDirectory(arguments.GetRequiredValue(folder).FullName);
            foreach (var dashboard in Dashboard.All) File.WriteAllText(Path.Combine(at.FullName, $"{dashboard.Name}.json"), dashboard.Write());
            return Task.CompletedTask;
        }));
        return command;
    }
}
