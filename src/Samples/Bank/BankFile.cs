using Spmis.Iso20022.Statements;
using Spmis.Values;

namespace Spmis.Samples.Bank;

/// <summary>A file of the bank of the collection account, and what is true about it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">camt.053 or camt.054.</param>
/// <param name="Month">The month of its bookings.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="Credits">What came in.</param>
/// <param name="Debits">What went out (bank charges).</param>
public sealed record BankFile(string Path, StatementKind Kind, Month Month, int Entries, Money Credits, Money Debits);
