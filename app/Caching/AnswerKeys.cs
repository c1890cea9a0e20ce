using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using RoomTypes.Decoding;
using RoomTypes.Inference;

namespace RoomTypes.Caching;

/// <summary>
/// Names answers by everything that they depend on: the picture's bytes, the model's file and labels, the input that it is given, the limits
/// that a picture may be refused by, ONNX Runtime and the version of the code between.
/// </summary>
/// <param name="decoding">The limits.</param>
internal sealed class AnswerKeys(DecodingOptions decoding)
{
    /// <summary>
    /// The version of what turns bytes into what is kept: decoding, orientation, resizing, the options of a session. To be raised with every
    /// change there that changes an answer, which a change of the golden answers shows (AnswerKeysTests holds the two together).
    /// </summary>
    internal const int Pipeline = 2;

    // Models come and go.
    private readonly ConditionalWeakTable<ModelSession, byte[]> _models = [];

    /// <summary>The keys of a picture, by model. The picture is hashed once.</summary>
    public AnswerKey[] Of(ReadOnlySpan<byte> picture, IReadOnlyList<ModelSession> models)
    {
        Span<byte> both = stackalloc byte[2 * AnswerKey.Size];
        SHA256.HashData(picture, both[AnswerKey.Size..]);
        var keys = new AnswerKey[models.Count];
        Span<byte> digest = stackalloc byte[AnswerKey.Size];
        for (var i = 0; i < keys.Length; i++)
        {
            _models.GetValue(models[i], Digest).CopyTo(both);
            SHA256.HashData(both, digest);
            keys[i] = AnswerKey.Of(digest);
        }

        return keys;
    }

    private byte[] Digest(ModelSession model)
    {
        var (manifest, preprocessing) = (model.Manifest, model.Manifest.Preprocessing);
        string[] parts =
        [
            $"{Pipeline}", ModelRuntime.Version, model.Registered.Sha256.ToUpperInvariant(), manifest.Unknown?.Logits ?? "",
            $"{preprocessing.Width}x{preprocessing.Height}", preprocessing.Fit, preprocessing.Filter, manifest.Input.Layout ?? "", manifest.Input.Color ?? "",
            $"{decoding.MaxImageBytes} {decoding.MaxWidth} {decoding.MaxHeight} {decoding.MaxPixels} {decoding.MaxDecodeBytes}",
            .. manifest.Labels,
        ];
        // With their lengths: no two lists of parts are the same text.
        return SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Length}:{part}"))));
    }
}
