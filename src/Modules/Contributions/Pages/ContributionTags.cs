using Spmis.Contributions.Bills;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Web.Parts;

namespace Spmis.Contributions.Pages;

/// <summary>The meaning of states as colours; the words come from the texts.</summary>
internal static class ContributionTags
{
    public static TagKind Of(ReturnState state) => state switch
    {
        ReturnState.Assessed => TagKind.Ok,
        ReturnState.Refused => TagKind.Bad,
        ReturnState.AcceptedWithRefusals => TagKind.Wait,
        _ => TagKind.Info,
    };

    public static TagKind Of(ReturnStanding standing) => standing switch
    {
        ReturnStanding.Paid => TagKind.Ok,
        ReturnStanding.Assessed => TagKind.Ok,
        ReturnStanding.Refused => TagKind.Bad,
        ReturnStanding.AcceptedWithRefusals or ReturnStanding.Billed or ReturnStanding.PartPaid => TagKind.Wait,
        ReturnStanding.Superseded => TagKind.Off,
        _ => TagKind.Info,
    };

    public static TagKind Of(BillState state) => state switch { BillState.Paid => TagKind.Ok, BillState.PartPaid => TagKind.Wait, _ => TagKind.Bad };

    public static TagKind Of(LineVerdict verdict) => verdict switch { LineVerdict.Accepted => TagKind.Ok, LineVerdict.Noted => TagKind.Wait, LineVerdict.Waiting => TagKind.Info, _ => TagKind.Bad };

    public static TagKind Of(MonthStanding standing) => standing switch { MonthStanding.Counts or MonthStanding.TakenOver or MonthStanding.Credited => TagKind.Ok, MonthStanding.PartPaid => TagKind.Wait, _ => TagKind.Bad };

    public static TagKind OfRun(string? state) => state switch { "finished" => TagKind.Ok, "failed" => TagKind.Bad, null => TagKind.Off, _ => TagKind.Info };
}
