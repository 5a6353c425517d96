using System.Globalization;
using Spmis.Values;

namespace Spmis.Payments.Links;

/// <summary>GovStack's ids have lengths of their own; ours are longer, so each of theirs follows from one of ours and leads back to it.</summary>
internal static class GovStackIds
{
    /// <summary>BatchID and RequestID, 12 characters: the batch's sequence and check digits.</summary>
    public static string OfBatch(string number) => number[(number.LastIndexOf('-') + 1)..].PadLeft(12, '0');

    /// <summary>InstructionID, 16 digits: the instruction's own number and check digits.</summary>
    public static string OfInstruction(long id) => CheckDigit.Append(id.ToString("D14", CultureInfo.InvariantCulture));

    /// <summary>The instruction's number behind an InstructionID; null when it is none of ours.</summary>
    public static long? InstructionOf(string? id) => id is { Length: 16 } && id.All(char.IsAsciiDigit) && CheckDigit.IsValid(id) ? long.Parse(id[..14], CultureInfo.InvariantCulture) : null;
}
