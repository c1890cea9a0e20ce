using System.Text;
using Pulumi;
using Stacks.Service;

namespace Stacks.Backends.Ec2;

/// <summary>
/// What an instance does when it starts for the first time: installs docker, and writes and starts the units that run the service. A pure
/// function of what the instance runs, so that what has not changed makes no new version of the template.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/linux/al2023/ug/cloud-init.html</remarks>
internal static class UserData
{
    // Before it is encoded: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
    private const int MostBytes = 16_384;

    // What the system and docker keep for themselves.
    private const int SystemMb = 384;

    private const string End = "END_OF_FILE";

    /// <summary>The script.</summary>
    /// <exception cref="RunException">It is too long, or a variable cannot be written to a file of variables.</exception>
    public static string Of(HostSpec host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var containers = host.Sidecars.Prepend(host.Service).ToList();
        var script = new StringBuilder("#!/bin/bash\n")
            .Append("# This instance of Amazon Linux 2023 becomes a host of the service: stacks/Backends/Ec2 wrote it. Nothing here is secret.\n")
            .Append("set -euo pipefail\n")
            // From Amazon Linux's own repositories, which are in S3, at the versions of the image's release.
            .Append("dnf --assumeyes --quiet install docker\n")
            .Append($"mkdir -p {HostUnits.Folder}\n")
            .Append(File($"{HostUnits.Folder}/host.env", Variables(HostVariables(host))));
        foreach (var container in containers)
            script.Append(File($"{HostUnits.Folder}/{container.Name}.env", Variables(container.Environment)));
        script.Append(File(HostUnits.Program, Program)).Append($"chmod 0755 {HostUnits.Program}\n");
        script.Append(File(UnitPath(host.Service.Name), HostUnits.Service(host)));
        foreach (var sidecar in host.Sidecars)
            script.Append(File(UnitPath(sidecar.Name), HostUnits.Sidecar(host, sidecar)));
        script.Append(File(UnitPath(HostUnits.AttendName), HostUnits.Attend));
        var units = string.Join(' ', containers.Select(container => container.Name).Append(HostUnits.AttendName).Select(name => $"{name}.service"));
        script.Append("systemctl daemon-reload\n").Append($"systemctl enable --now docker.service\n").Append($"systemctl enable {units}\n").Append($"systemctl start --no-block {units}\n");
        return Checked(script.ToString());
    }

    private static string Program { get; } = ReadProgram();

    private static string ReadProgram()
    {
        using var reader = new StreamReader(typeof(UserData).Assembly.GetManifestResourceStream("host.sh") ?? throw new InvalidOperationException("host.sh is not in the assembly."));
        return reader.ReadToEnd();
    }

    private static string UnitPath(string name) => $"/etc/systemd/system/{name}.service";

    private static IEnumerable<KeyValuePair<string, string>> HostVariables(HostSpec host) =>
    [
        new("AWS_REGION", host.Region),
        new("DRAIN_SECONDS", $"{host.DrainSeconds}"),
        new("GROUP", host.Group),
        new("READY", $"http://localhost:{ServiceContainer.Port}{ServiceContainer.ReadyPath}"),
        new("RESERVED_MB", $"{SystemMb + host.Sidecars.Sum(sidecar => sidecar.MemoryMb ?? 0)}"),
    ];

    // docker and systemd take the rest of a line as it is; neither knows a way to write a line's end.
    private static string Variables(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (value.Contains('\n', StringComparison.Ordinal))
                throw new RunException($"The variable {name} has more than one line, which no file of variables can hold: write it as one.");
            text.Append($"{name}={value}\n");
        }

        return text.ToString();
    }

    private static string File(string path, string content) => content.Split('\n').Contains(End)
        ? throw new RunException($"{path} would have a line '{End}', which ends it: write it otherwise.")
        : $"cat >{path} <<'{End}'\n{content}{End}\n";

    private static string Checked(string script) => Encoding.UTF8.GetByteCount(script) is var bytes && bytes <= MostBytes
        ? script
        : throw new RunException($"An instance's user data are {bytes} bytes; EC2 takes {MostBytes}: name fewer models or buckets.");
}
