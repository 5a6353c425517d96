using Spmis.Values;

namespace Spmis.Samples.Bank;

/// <summary>Money that an employer sends to the collection account.</summary>
/// <param name="BankReference">The bank's own reference, unique for ever.</param>
/// <param name="BookedOn">The day it is booked.</param>
/// <param name="Amount">How much.</param>
/// <param name="Payer">Who sends it.</param>
/// <param name="Structured">The payment reference in the field made for it, or null.</param>
/// <param name="Text">Free text, which may hold the payment reference, or null.</param>
internal sealed record Receipt(string BankReference, DateOnly BookedOn, Money Amount, string Payer, string? Structured, string? Text);
