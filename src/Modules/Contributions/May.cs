namespace Spmis.Contributions;

/// <summary>Names of this module's permissions.</summary>
internal static class May
{
    public const string FileReturns = "returns.file";
    public const string ReadReturns = "returns.read";
    public const string ImportReceipts = "receipts.import";
    public const string ReadReceipts = "receipts.read";
    public const string AssignReceipts = "receipts.assign";
    public const string ApproveReceipts = "receipts.approve";
    public const string ReadRecord = "contributions.record";
    public const string AnswerRequests = "accounts.requests";
    public const string ChoosePlans = "plans.choose";
    public const string OwnPlans = "me.plans";
    public const string ReadOwn = "me.contributions";
    public const string OwnMemberLists = "memberlists.own";
    public const string ReadMemberLists = "memberlists.read";
    public const string FileMemberLists = "memberlists.file";
    public const string ReadDayWork = "daywork.read";
    public const string DayWork = "daywork.manage";
    public const string CorrectDayWork = "daywork.correct";
    public const string ApproveDayWork = "daywork.approve";
    public const string OwnDayWork = "me.daywork";
    public const string P2g = "contributions.govstack";
    public const string AccrueInterest = "interest.accrue";
    public const string ReadArrears = "arrears.read";
    public const string PrepareArrears = "arrears.prepare";
    public const string ApproveArrears = "arrears.approve";
    public const string IssueClearance = "clearance.issue";
    public const string WithdrawClearance = "clearance.withdraw";
    public const string ReadRisks = "risks.read";
    public const string DecideRisks = "risks.decide";
    public const string ReadRecalculations = "assessments.read";
    public const string Recalculate = "assessments.recalculate";
    public const string ApproveRecalculations = "assessments.approve";
    public const string PrepareCredits = "credits.prepare";
    public const string ApproveCredits = "credits.approve";
    public const string ReadTakeovers = "takeovers.read";
    public const string PrepareTakeovers = "takeovers.prepare";
    public const string ApproveTakeovers = "takeovers.approve";
    public const string ReadSubsidies = "subsidies.read";
    public const string PrepareSubsidies = "subsidies.prepare";
    public const string ApproveSubsidies = "subsidies.approve";
}
