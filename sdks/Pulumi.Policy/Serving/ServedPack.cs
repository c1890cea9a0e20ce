using Grpc.Core;
using Pulumi.Policy.Analysis;

namespace Pulumi.Policy.Serving;

/// <summary>The pack that a program serves: its only one, or that of the folder that the engine names.</summary>
internal sealed class ServedPack
{
    private readonly IReadOnlyList<PolicyPack> _packs;
    private volatile PackAnalyzer? _analyzer;

    public ServedPack(IReadOnlyList<PolicyPack> packs)
    {
        _packs = packs;
        if (packs.Count == 1)
            _analyzer = new PackAnalyzer(packs[0]);
        else
            Choose(Environment.CurrentDirectory);
    }

    /// <exception cref="RpcException">The engine has not said which of the packs it wants, or one that there is not.</exception>
    public PackAnalyzer Analyzer => _analyzer ?? throw new RpcException(new Status(
        StatusCode.FailedPrecondition,
        $"this program has the policy packs {string.Join(", ", _packs.Select(pack => pack.Name))}: name the folder of one of these, with a PulumiPolicy.yaml."));

    /// <summary>Serves the pack that has the name of a folder, if one has.</summary>
    public void Choose(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (_packs.Count > 1 && _packs.FirstOrDefault(pack => pack.Name == name) is { } pack)
            _analyzer = new PackAnalyzer(pack);
    }
}
