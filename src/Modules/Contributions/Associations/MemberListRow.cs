using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>One line of a list of members paid for.</summary>
internal sealed record MemberListRow(long Line, string? Number, string? MemberNumber, long? EarningsMinor, long? AmountMinor, IReadOnlyList<LineProblem> Problems)
{
    public static TabularFormat Format { get; } = new() { Columns = [new("number", false, "registration_number", "person"), new("member_number", false, "member_no"), new("name"), new("earnings", false, "income"), new("amount", false, "contribution")] };

    public string? Reference => Number ?? MemberNumber;

    public static MemberListRow Read(TabularRow row, Currency currency)
    {
        var fields = row.Fields();
        var (number, member) = (fields.Text("number", 40), fields.Text("member_number", 40));
        var (earnings, amount) = (fields.Money("earnings", currency), fields.Money("amount", currency));
        if (fields.Ok && number is null && member is null)
        {
            fields.Refuse("number", "member.no-person", "Nothing says who this is.", "Give the registration number, or the member's number in the association.");
        }

        if (fields.Ok && earnings is null == (amount is null))
        {
            fields.Refuse("amount", "members.one-of", "A line gives the earnings or the amount, one of them.", "Fill in one and leave the other empty.");
        }

        return new MemberListRow(row.LineNumber, number is null ? null : string.Concat(number.Where(char.IsAsciiDigit)), member, earnings?.Minor, amount?.Minor, fields.Problems);
    }
}
