using Stacks.Registry;
using Stacks.Tests.Commands;

namespace Stacks.Tests.Registry;

public class ProvenanceTests
{
    [Fact]
    public async Task Read_OfTheRepository_IsWhatTheCommandPasses()
    {
        using var shell = new Shell();

        var (exitCode, output) = await shell.RunAsync("set -euo pipefail; source scripts/setup.sh; source scripts/image.sh; provenance");

        var read = Provenance.Read(Repository.Folder);
        Assert.Equal((0, string.Join('\n', read.Select(argument => $"{argument.Key}={argument.Value}"))), (exitCode, output.Trim()));
        Assert.Matches("^([0-9a-f]{40}|unknown)$", read["REVISION"]);
        Assert.Matches("^room-type@[0-9]+ sha256:[0-9a-f]{64}, room-type@", read["MODEL_DIGESTS"]);
    }
}
