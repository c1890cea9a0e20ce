using Microsoft.ML.OnnxRuntime;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>
/// A model's native session and what runs need beside it. It ends when its last holder lets go: the catalogs that have it, and each run while
/// it lasts. No run can meet a session that is gone.
/// </summary>
/// <param name="manifest">What the model takes and answers.</param>
/// <param name="manifestSha256">The digest of its manifest.</param>
/// <param name="session">Taken over.</param>
internal sealed class LoadedModel(ModelManifest manifest, string manifestSha256, InferenceSession session)
{
    private readonly Lock _lock = new();
    private readonly Stack<ModelRunner> _idle = [];
    private readonly string[] _inputNames = [manifest.Input.Name];
    private readonly string[] _outputNames = manifest.Unknown is { } unknown ? [ModelSession.ProbabilitiesOutput, unknown.Logits] : [ModelSession.ProbabilitiesOutput];
    private int _holders = 1;

    public ModelManifest Manifest { get; } = manifest;

    public string ManifestSha256 { get; } = manifestSha256;

    public InferenceSession Session { get; } = session;

    public IReadOnlyCollection<string> InputNames => _inputNames;

    public IReadOnlyCollection<string> OutputNames => _outputNames;

    /// <summary>Lets another hold it; who asks must hold it already.</summary>
    public LoadedModel Share()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders == 0, this);
            _holders++;
            return this;
        }
    }

    /// <summary>Gives one hold back.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (--_holders > 0) return;
        }

        while (_idle.TryPop(out var runner)) runner.Dispose();
        Session.Dispose();
    }

    /// <summary>What a run is made with, until it is given back.</summary>
    public ModelRunner Rent(ModelSession model)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders == 0, this);
            _holders++;
            if (_idle.TryPop(out var runner)) return runner;
        }

        return new ModelRunner(model);
    }

    public void Return(ModelRunner runner)
    {
        lock (_lock) _idle.Push(runner);
        Release();
    }
}
