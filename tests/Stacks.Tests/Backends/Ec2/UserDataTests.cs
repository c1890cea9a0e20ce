using System.Text;
using Pulumi;
using Stacks.Backends.Ec2;
using Stacks.Tests.Commands;

namespace Stacks.Tests.Backends.Ec2;

public class UserDataTests
{
    [Fact]
    public void Script_OfTheSameHost_IsTheSame() =>
        Assert.Equal(UserData.Of(Hosts.Full), UserData.Of(Hosts.Full with { Service = Hosts.Full.Service with { Environment = Hosts.Full.Service.Environment.Reverse().ToDictionary() } }));

    [Fact]
    public void Script_OfAnotherSecretsVersion_IsAnother() =>
        Assert.NotEqual(UserData.Of(Hosts.Full), UserData.Of(Hosts.Full with { Secret = Hosts.Full.Secret! with { Version = "v2" } }));

    /// <summary>What it writes, in its order, and nothing after the units are started.</summary>
    [Fact]
    public void Script_OfAHostWithAll_WritesFilesAndStartsUnits()
    {
        var script = UserData.Of(Hosts.Full);

        Assert.Equal(
            [
                "/etc/room-type/host.env", "/etc/room-type/room-type.env", "/etc/room-type/appconfig-agent.env", "/usr/local/sbin/room-type-host",
                "/etc/systemd/system/room-type.service", "/etc/systemd/system/appconfig-agent.service", "/etc/systemd/system/room-type-attend.service",
            ],
            script.Split('\n').Where(line => line.StartsWith("cat >", StringComparison.Ordinal)).Select(line => line.Split(' ')[1][1..]));
        Assert.EndsWith(
            """
            systemctl daemon-reload
            systemctl enable --now docker.service
            systemctl enable room-type.service appconfig-agent.service room-type-attend.service
            systemctl start --no-block room-type.service appconfig-agent.service room-type-attend.service

            """,
            script,
            StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(script), 1, 9_000);
    }

    [Fact]
    public void Script_OfAVariableOfTwoLines_IsRefused()
    {
        var host = Hosts.Full with { Service = Hosts.Full.Service with { Environment = new Dictionary<string, string> { ["TWO"] = "a\nb" } } };

        Assert.Contains("TWO has more than one line", Assert.Throws<RunException>(() => UserData.Of(host)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Script_TooLongForEc2_IsRefused()
    {
        var host = Hosts.Full with { Service = Hosts.Full.Service with { Environment = new Dictionary<string, string> { ["LONG"] = new('a', 16_384) } } };

        Assert.Contains("EC2 takes 16384", Assert.Throws<RunException>(() => UserData.Of(host)).Message, StringComparison.Ordinal);
    }

    /// <summary>Every stack's script, by the checker of shell scripts.</summary>
    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task Script_OfAStack_IsWhatShellcheckTakes(string environment)
    {
        using var shell = new Shell();
        var script = (await StackRun.OfAsync(environment, "ec2")).UserData();

        var (exitCode, output) = await shell.RunAsync($"shellcheck -s bash - <<'OUTER'\n{script}OUTER\n");

        Assert.True(exitCode == 0, output);
    }

    /// <summary>The units, by systemd itself: it knows every directive, and every program that it names.</summary>
    [Fact]
    public async Task Units_OfAHostWithAll_AreWhatSystemdTakes()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var (name, unit) in new[] { ("room-type", HostUnits.Service(Hosts.Full)), ("appconfig-agent", HostUnits.Sidecar(Hosts.Full, Hosts.Full.Sidecars[0])), (HostUnits.AttendName, HostUnits.Attend) })
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{name}.service"), unit.Replace("/usr/local/sbin/room-type-host", "/bin/true", StringComparison.Ordinal).Replace("/usr/bin/docker", "/bin/true", StringComparison.Ordinal));
            // What only an instance has.
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "docker.service"), "[Service]\nExecStart=/bin/true\n");
            using var shell = new Shell();

            var (exitCode, output) = await shell.RunAsync($"systemd-analyze verify --man=no --recursive-errors=yes {folder.FullName}/*.service");

            Assert.True(exitCode == 0 && output.Length == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
