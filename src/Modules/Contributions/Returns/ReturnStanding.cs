using Spmis.Contributions.Bills;

namespace Spmis.Contributions.Returns;

/// <summary>How far a return is, from its submission to the money; derived, never stored. Before that it is a draft (<c>Drafts/ReturnDraft</c>).</summary>
public enum ReturnStanding
{
    /// <summary>Being read, or the register is asked who the workers are.</summary>
    Submitted,

    /// <summary>No line could be accepted.</summary>
    Refused,

    /// <summary>Billed, but lines of it were refused and wait to be mended.</summary>
    AcceptedWithRefusals,

    /// <summary>Assessed, and nothing is to be paid.</summary>
    Assessed,

    Billed,
    PartPaid,
    Paid,

    /// <summary>Another return took its place.</summary>
    Superseded,
}

/// <summary>Derives the standing.</summary>
public static class Standing
{
    /// <param name="filed">The return.</param>
    /// <param name="bill">Its bill, if it made one.</param>
    public static ReturnStanding Of(Return filed, Bill? bill) => (filed, bill) switch
    {
        ({ Slot: null }, _) => ReturnStanding.Superseded,
        ({ AssessedAt: null }, _) => ReturnStanding.Submitted,
        ({ State: ReturnState.Refused }, _) => ReturnStanding.Refused,
        (_, { State: BillState.Paid }) => ReturnStanding.Paid,
        (_, { State: BillState.PartPaid }) => ReturnStanding.PartPaid,
        ({ Refused: > 0 }, _) => ReturnStanding.AcceptedWithRefusals,
        (_, null) => ReturnStanding.Assessed,
        _ => ReturnStanding.Billed,
    };
}
