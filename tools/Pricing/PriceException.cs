namespace RoomTypes.Pricing;

/// <summary>A price or a measurement that is not there or cannot be read; the message says what to do.</summary>
public sealed class PriceException(string message, Exception? inner = null) : Exception(message, inner);
