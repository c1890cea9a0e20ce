namespace RoomTypes.Models;

/// <summary>A place that holds registry.json and, below it, each model's folder.</summary>
public interface IModelSource
{
    /// <summary>Where it is, for messages.</summary>
    string Location { get; }

    /// <summary>Tells one state of registry.json from another, without reading it.</summary>
    /// <exception cref="ModelUnavailableException">It is missing.</exception>
    Task<string> VersionAsync(CancellationToken cancellationToken);

    /// <summary>The bytes of a small file, for example registry.json.</summary>
    /// <exception cref="ModelUnavailableException">The file is missing or cannot be had.</exception>
    Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>A local file with the model's bytes, checked against its digest.</summary>
    /// <param name="path">For example room-type/2/model.onnx.</param>
    /// <param name="sha256">The digest that it must have, 64 hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    /// <exception cref="ModelUnavailableException">The file is missing, cannot be had or has another digest.</exception>
    Task<string> FetchAsync(string path, string sha256, CancellationToken cancellationToken);
}

/// <summary>A model cannot be served. The message names the value that differs and what was expected.</summary>
public sealed class ModelUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
