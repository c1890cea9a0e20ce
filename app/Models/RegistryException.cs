namespace RoomTypes.Models;

/// <summary>Why a registry refuses a change.</summary>
public enum RegistryFault
{
    /// <summary>A model, version or alias that it does not have.</summary>
    NotFound,

    /// <summary>Something of that name is there already.</summary>
    Exists,

    /// <summary>The change is not allowed, or its files are not what they should be.</summary>
    Invalid,

    /// <summary>Others change it at the same time, or it cannot be written.</summary>
    Unavailable,
}

/// <summary>A change that a registry refuses; nothing of it was done. The message says what is allowed.</summary>
/// <param name="fault">The family.</param>
/// <param name="message">For people.</param>
/// <param name="inner">What it comes from.</param>
public sealed class RegistryException(RegistryFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The family.</summary>
    public RegistryFault Fault { get; } = fault;
}
