using Spmis.Contributions.Recalculations;
using Spmis.Web.Parts;

namespace Spmis.Contributions.Pages.Recalculations;

/// <summary>Where a recalculation stands, as a colour and a word of the texts.</summary>
internal static class RecalculationStates
{
    public static (TagKind Kind, string Word) Of(Recalculation r) => r switch
    {
        { GivenUpAt: not null } => (TagKind.Off, "given-up"),
        { PostedAt: not null } => (TagKind.Ok, "posted"),
        { ApprovedAt: not null } => (TagKind.Info, "posting"),
        { FinishedAt: null } => (TagKind.Info, "running"),
        { OpenScheme: null } => (TagKind.Ok, "nothing"),
        { Waiting: > 0 } or { Missed: not 0 } => (TagKind.Wait, "again"),
        _ => (TagKind.Wait, "not-approved"),
    };
}
