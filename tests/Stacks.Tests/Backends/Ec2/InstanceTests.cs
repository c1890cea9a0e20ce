using System.Text.RegularExpressions;
using Stacks.Backends.Ec2;
using Stacks.Tests.Commands;

namespace Stacks.Tests.Backends.Ec2;

/// <summary>An instance's script as it is, below a folder in place of its root, with stand-ins of the programs that write down what they are asked.</summary>
public sealed partial class InstanceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();

    // EC2's metadata, and AWS: curl answers by the path, docker knows no image.
    private readonly Shell _shell = new Shell()
        .With("dnf", "echo \"dnf $*\" >>$LOG")
        .With("systemctl", "echo \"systemctl $*\" >>$LOG")
        .With("sleep", "echo \"sleep $*\" >>$LOG")
        .With("docker", """
            # What comes through the pipe first, so that both its ends do not write at once.
            [ "$1" != login ] || password=$(cat)
            echo "docker $*" >>$LOG
            case $1 in
              login) echo "password $password" >>$LOG ;;
              image) [ -n "${HAS_IMAGE:-}" ] ;;
              pull) [ -z "${NO_PULL:-}" ] ;;
            esac
            """)
        .With("aws", """
            echo "aws $*" >>$LOG
            case "$1 $2" in
              "ecr get-login-password") echo token-of-ecr ;;
              "secretsmanager get-secret-value") echo "${SECRET-Host=db;Password=hidden}" ;;
              "autoscaling complete-lifecycle-action") [ -z "${NOBODY_WAITS:-}" ] ;;
            esac
            """)
        .With("curl", """
            for last in "$@"; do :; done
            echo "curl $last" >>$LOG
            count() { grep -c "$1" $LOG; }
            case $last in
              */api/token) case "$*" in *"-X PUT"*) echo token-of-metadata ;; *) exit 22 ;; esac ;;
              */meta-data/*) case "$*" in *"X-aws-ec2-metadata-token: token-of-metadata"*) ;; *) exit 22 ;; esac ;;&
              */instance-id) echo i-0123456789abcdef0 ;;
              */health/ready) [ "$(count health/ready)" -ge "${READY_AT:-1}" ] ;;
              */target-lifecycle-state) if [ "$(count target-lifecycle-state)" -ge "${ENDS_AT:-999}" ]; then echo Terminated; else echo InService; fi ;;
              */instance-action) [ "$(count instance-action)" -ge "${TAKEN_AT:-999}" ] ;;
            esac
            """);

    [Fact]
    public async Task Start_First_InstallsDockerThenFilesThenUnits()
    {
        await StartAsync(Hosts.Full);

        var log = _shell.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("dnf --assumeyes --quiet install docker", log[0]);
        Assert.Equal(["systemctl daemon-reload", "systemctl enable --now docker.service"], log[1..3]);
        Assert.Equal(5, log.Length);
        Assert.True(File.GetUnixFileMode(At("/usr/local/sbin/room-type-host")).HasFlag(UnixFileMode.UserExecute));
        // As docker reads it: what stands after the first = is the value, whatever it is.
        Assert.Equal("OTEL_SERVICE_NAME=a \"b\" $c 'd' \\e\nRoomType__Http__MaxImages=64\n", Read("/etc/room-type/room-type.env"));
        Assert.Equal(HostUnits.Service(Hosts.Full), Read("/etc/systemd/system/room-type.service"));
        Assert.Contains("RESERVED_MB=512\n", Read("/etc/room-type/host.env"), StringComparison.Ordinal);
        Assert.DoesNotContain("Password", UserData.Of(Hosts.Full), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_WithoutTheImage_PullsItWithAPasswordThatDoesNotStay()
    {
        await StartAsync(Hosts.Full);

        var (exitCode, output) = await HostAsync($"prepare {Hosts.Image}");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"docker login --username AWS --password-stdin {Hosts.Registry}\npassword token-of-ecr\ndocker pull --quiet {Hosts.Image}\n", _shell.Log, StringComparison.Ordinal);
        var file = Read("/run/room-type/instance.env");
        Assert.Matches("^INSTANCE_ID=i-0123456789abcdef0\nSERVICE_MB=[0-9]+\n$", file);
        Assert.Equal(["instance.env"], Directory.GetFileSystemEntries(At("/run/room-type")).Select(Path.GetFileName));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("/run/room-type/instance.env")));
    }

    [Fact]
    public async Task Prepare_WithTheImage_AsksNoRegistry()
    {
        await StartAsync(Hosts.Full);

        Assert.Equal(0, (await HostAsync($"prepare {Hosts.Image}", "HAS_IMAGE=1")).ExitCode);
        Assert.DoesNotContain("docker login", _shell.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_PULL=1", "")]
    [InlineData("RESERVED_MB=999999999", "take larger ec2InstanceTypes")]
    public async Task Prepare_ThatCannot_Fails(string variables, string why)
    {
        await StartAsync(Hosts.Full);

        var (exitCode, output) = await HostAsync($"prepare {Hosts.Image}", variables);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.", string.Join(' ', Directory.GetFileSystemEntries(At("/run/room-type"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_OfItsVersion_IsInMemoryForRootAlone()
    {
        await StartAsync(Hosts.Full);
        Directory.CreateDirectory(At("/run/room-type"));

        var (exitCode, output) = await HostAsync($"secret RoomType__Events__ConnectionString {Hosts.Secret} v1");

        Assert.True(exitCode == 0 && output.Length == 0, output);
        Assert.Contains($"aws secretsmanager get-secret-value --secret-id {Hosts.Secret} --version-id v1 ", _shell.Log, StringComparison.Ordinal);
        Assert.Equal("RoomType__Events__ConnectionString=Host=db;Password=hidden\n", Read("/run/room-type/secret.env"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("/run/room-type/secret.env")));
    }

    [Fact]
    public async Task Attend_AnInstanceThatGoes_TellsReadyThenDrainsStopsAndTellsDone()
    {
        await StartAsync(Hosts.Full);

        var (exitCode, output) = await HostAsync("attend", "READY_AT=3 ENDS_AT=2");

        Assert.True(exitCode == 0, output);
        const string Told = "aws autoscaling complete-lifecycle-action --auto-scaling-group-name room-type-staging --lifecycle-hook-name {0} --instance-id i-0123456789abcdef0 --lifecycle-action-result CONTINUE";
        Assert.Equal(
            ["sleep 2", "sleep 2", string.Format(null, Told, "launch"), "sleep 5", "sleep 30", "systemctl stop room-type.service", string.Format(null, Told, "terminate")],
            _shell.Log.Split('\n').SkipWhile(line => !line.StartsWith("curl", StringComparison.Ordinal)).Where(line => line.Length > 0 && !line.StartsWith("curl", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Attend_SpotThatIsTakenBack_StopsAsWell()
    {
        await StartAsync(Hosts.Full);

        Assert.Equal(0, (await HostAsync("attend", "TAKEN_AT=2")).ExitCode);
        Assert.Contains("sleep 30\nsystemctl stop room-type.service\n", _shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attend_WhereNobodyWaits_GoesOn()
    {
        await StartAsync(Hosts.Full);

        Assert.Equal(0, (await HostAsync("attend", "ENDS_AT=1 NOBODY_WAITS=1")).ExitCode);
        Assert.Equal(6, _shell.Log.Split("complete-lifecycle-action").Length - 1);
    }

    public void Dispose()
    {
        _shell.Dispose();
        _root.Delete(recursive: true);
    }

    private string At(string path) => $"{_root.FullName}{path}";

    private string Read(string path) => Unrooted().Replace(File.ReadAllText(At(path)), "");

    // The same text but for where its root is.
    private string Rooted(string script) => Places().Replace(script, place => $"{_root.FullName}{place.Value}");

    private async Task StartAsync(HostSpec host)
    {
        foreach (var folder in new[] { "/etc/systemd/system", "/usr/local/sbin", "/run" })
            Directory.CreateDirectory(At(folder));
        var file = At("/user-data");
        await File.WriteAllTextAsync(file, Rooted(UserData.Of(host)));

        var (exitCode, output) = await _shell.RunAsync($"bash {file}");

        Assert.True(exitCode == 0, output);
    }

    // As a unit runs it, whose environment is the file's.
    private Task<(int ExitCode, string Output)> HostAsync(string arguments, string variables = "") =>
        _shell.RunAsync($"set -a; . {At("/etc/room-type/host.env")}; {variables} {At("/usr/local/sbin/room-type-host")} {arguments}");

    private Regex Unrooted() => new(Regex.Escape(_root.FullName));

    [GeneratedRegex("/(etc/room-type|etc/systemd/system|usr/local/sbin|run/room-type)")]
    private static partial Regex Places();
}
