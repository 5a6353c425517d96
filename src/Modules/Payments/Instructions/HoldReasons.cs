namespace Spmis.Payments.Instructions;

/// <summary>Why a payment is not sent, each with what to do about it.</summary>
public static class HoldReasons
{
    public const string ZeroAmount = "amount.zero";
    public const string NegativeAmount = "amount.negative";
    public const string AllWithheld = "amount.all-withheld";
    public const string DeductionChanged = "deduction.changed";
    public const string PayeeUnknown = "payee.unknown";
    public const string PayeeDead = "payee.dead";
    public const string PayeeChanged = "payee.changed";
    public const string BeneficiaryDead = "beneficiary.dead";
    public const string Merged = "payee.merged";
    public const string DuplicateOpen = "payee.duplicate-open";
    public const string AwardSuspended = "award.suspended";
    public const string AwardChanged = "award.changed";
    public const string MonthTaken = "month.taken";
    public const string SharesOver = "payee.shares-over";
    public const string NoAddress = "address.none";
    public const string AgencyUnknown = "address.agency-unknown";
    public const string AgencyCurrency = "agency.currency";
    public const string AgencyLimit = "agency.limit";
    public const string AddressInvalid = "address.invalid";
    public const string AddressNotVerified = "address.not-verified";
    public const string AddressObjected = "address.objected";
    public const string AddressCooling = "address.cooling-off";
    public const string NameDiffers = "address.name-differs";
    public const string AddressChanged = "address.changed";
    public const string NotWritable = "text.not-writable";
    public const string ByHand = "by-hand";
    public const string LetGo = "by-hand.let-go";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [ZeroAmount] = "The amount for this month is nothing, so there is nothing to send.",
        [NegativeAmount] = "The amount for this month is below nothing; correct the award.",
        [AllWithheld] = "All of it is withheld by deductions, so there is nothing to send.",
        [DeductionChanged] = "A deduction of this award changed after the run was prepared; the next run pays what is right.",
        [PayeeUnknown] = "The registry has not told us of the payee yet; it is paid in the next run once it has.",
        [PayeeDead] = "The payee has died; name another payee or close the award.",
        [PayeeChanged] = "Who receives this award was changed after the run was prepared; the next run pays the right one.",
        [BeneficiaryDead] = "The person entitled has died; close the award, and pay what is due to the estate.",
        [Merged] = "The payee's or beneficiary's record was merged into another; have the award moved to the record that stays.",
        [DuplicateOpen] = "The payee or beneficiary may be registered twice; settle the review first.",
        [AwardSuspended] = "The award is suspended in this month.",
        [AwardChanged] = "The award changed after the run was prepared; the next run pays what is right.",
        [MonthTaken] = "Another award of this person in the same scheme, or this award before it was lowered, is paid, or on its way, for this month; settle the difference by hand.",
        [SharesOver] = "The other payments of this month, paid or on their way, and this one come to more than the award gives; settle the difference by hand.",
        [NoAddress] = "The payee has declared no bank account or wallet; record one.",
        [AgencyUnknown] = "The payee declared an agency that is not registered or is closed; record another address or register the agency.",
        [AgencyCurrency] = "The payee's agency does not pay in this currency; record another address.",
        [AgencyLimit] = "The amount is more than the payee's agency takes in one file; record another address or agree on a higher limit.",
        [AddressInvalid] = "The payee's account number is not usable; correct it.",
        [AddressNotVerified] = "The account was told by a program and nobody has made sure that it is the payee's; verify it, or record another.",
        [AddressObjected] = "Somebody says that this address is wrong; settle the objection first.",
        [AddressCooling] = "The address took the place of another a short while ago; it is paid by a later run, or once somebody made sure that it is the payee's.",
        [NameDiffers] = "The agency says that the account is in another name, or that it does not know it; decide its name check, or record another account.",
        [AddressChanged] = "The payee's financial address changed after the run was prepared; the next run pays to the new one.",
        [NotWritable] = "The agency cannot take a text of this payment; correct it in the registry.",
        [ByHand] = "Held by a decision.",
        [LetGo] = "Was held by a decision and is let go; the next run pays it.",
    };

    /// <summary>All codes.</summary>
    public static IEnumerable<string> All => Texts.Keys;

    /// <summary>A reason in words.</summary>
    public static string Words(string code) => Texts.GetValueOrDefault(code, code);

    /// <summary>A reason in words with what was noted.</summary>
    public static string Words(string code, string? note) => string.IsNullOrEmpty(note) ? Words(code) : $"{Words(code)} ({note})";
}
