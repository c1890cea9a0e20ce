using System.Globalization;
using Stacks.Service;

namespace Stacks.Backends.Ec2;

/// <summary>The units of systemd that run an instance's containers.</summary>
/// <remarks>https://www.freedesktop.org/software/systemd/man/252/systemd.service.html, https://docs.docker.com/reference/cli/docker/container/run/</remarks>
internal static class HostUnits
{
    /// <summary>Where variables and the units' environment are.</summary>
    public const string Folder = "/etc/room-type";

    /// <summary>The program that units call: host.sh.</summary>
    public const string Program = "/usr/local/sbin/room-type-host";

    /// <summary>Of the unit that takes part in the group's changes.</summary>
    public const string AttendName = "room-type-attend";

    // What a container may take to stop, and docker itself.
    private const int StopSeconds = ServiceContainer.StopSeconds + 15;

    // In memory, as /run is: who the instance is, and what is secret.
    private const string Memory = "/run/room-type";

    /// <summary>The unit of the service: after what runs beside it, which stops after it then and sends its last spans.</summary>
    public static string Service(HostSpec host) => Unit(host, host.Service, [.. host.Sidecars.Select(sidecar => $"{sidecar.Name}.service")], host.Secret);

    /// <summary>The unit of what runs beside the service.</summary>
    public static string Sidecar(HostSpec host, HostContainer sidecar) => Unit(host, sidecar, [], null);

    /// <summary>The unit that says when the instance is ready, and stops the service before the instance goes.</summary>
    public static string Attend { get; } = $"""
        [Unit]
        Description=Tells the auto scaling group when this instance is ready and when it is done
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        EnvironmentFile={Folder}/host.env
        ExecStart={Program} attend
        Restart=on-failure
        RestartSec=5

        [Install]
        WantedBy=multi-user.target

        """;

    // Restarted for ever: the load balancer tells the group of an instance that does not get well.
    private static string Unit(HostSpec host, HostContainer container, IReadOnlyList<string> beside, HostSecret? secret) => $"""
        [Unit]
        Description=Container {container.Name}
        Requires=docker.service
        Wants={string.Join(' ', beside.Prepend("network-online.target"))}
        After={string.Join(' ', beside.Prepend("network-online.target docker.service"))}
        StartLimitIntervalSec=0

        [Service]
        EnvironmentFile={Folder}/host.env
        EnvironmentFile=-{Memory}/instance.env
        ExecStartPre={Program} prepare {container.Image}
        {(secret is null ? "" : $"ExecStartPre={Program} secret {secret.Variable} {secret.Arn} {secret.Version}\n")}ExecStartPre=-/usr/bin/docker rm --force {container.Name}
        ExecStart={Run(host, container, secret)}
        ExecStop=/usr/bin/docker stop --time {Text(ServiceContainer.StopSeconds)} {container.Name}
        Restart=always
        RestartSec=2
        TimeoutStartSec=300
        TimeoutStopSec={Text(StopSeconds)}

        [Install]
        WantedBy=multi-user.target

        """;

    // On the host's network: containers reach each other as in a task or a pod, and EC2's metadata within one hop.
    private static string Run(HostSpec host, HostContainer container, HostSecret? secret) => string.Join(" \\\n  ",
    [
        $"/usr/bin/docker run --rm --name {container.Name} --network host --no-healthcheck",
        $"--user {Text(container.User)}:{Text(container.User)} --cap-drop ALL --security-opt no-new-privileges --read-only",
        $"--tmpfs {ServiceContainer.WritableFolder}:rw,nosuid,nodev,noexec,size=256m,mode=1777",
        $"--memory {(container.MemoryMb is { } most ? Text(most) : "${SERVICE_MB}")}m",
        // Logs must not hold up requests.
        $"--log-driver awslogs --log-opt awslogs-region={host.Region} --log-opt awslogs-group={host.LogGroup} --log-opt awslogs-stream={container.Name}/${{INSTANCE_ID}} --log-opt mode=non-blocking --log-opt max-buffer-size=4m",
        $"--env AWS_REGION={host.Region} --env-file {Folder}/{container.Name}.env{(secret is null ? "" : $" --env-file {Memory}/secret.env")}",
        container.Image,
    ]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
