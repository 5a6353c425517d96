using Spmis.Iso20022;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Copies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Values;

namespace Spmis.Payments.Instructions;

/// <summary>All that decides whether a payment is held.</summary>
public sealed record HoldFacts
{
    public required Month Month { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    public required AwardCopy Award { get; init; }

    public PayeeCopy? Payee { get; init; }

    public PayeeCopy? Beneficiary { get; init; }

    /// <summary>Persons of this payment whose record was merged into another.</summary>
    public bool AnyMerged { get; init; }

    /// <summary>Persons of this payment under review as registered twice.</summary>
    public bool AnyDuplicate { get; init; }

    /// <summary>Number of another award of the beneficiary in the same scheme that is paid, or on its way, for the same month and component.</summary>
    public string? TakenBy { get; init; }

    /// <summary>The other shares of the month that are paid or on their way leave less than this one.</summary>
    public bool AnySharesOver { get; init; }

    /// <summary>The moment of the look.</summary>
    public required DateTime Now { get; init; }

    public FinancialAddress? Address { get; init; }

    /// <summary>The agency said that the address is not the payee's.</summary>
    public bool NameDiffers { get; init; }

    public AgencyInForce? Agency { get; init; }
}

/// <summary>A hold: its code and what the words leave open.</summary>
public sealed record Hold(string Code, string? Note = null);

/// <summary>Decides whether a payment is held; the first reason that fits is the one told, persons before papers.</summary>
public static class HoldRules
{
    /// <summary>The reason to hold it, or null.</summary>
    public static Hold? Of(HoldFacts f) =>
        f.AmountMinor == 0 ? new(HoldReasons.ZeroAmount)
        : f.AmountMinor < 0 ? new(HoldReasons.NegativeAmount)
        : f.Payee is null || f.Beneficiary is null ? new(HoldReasons.PayeeUnknown)
        : f.Payee.DiedOn is { } died ? new(HoldReasons.PayeeDead, $"died on {died:yyyy-MM-dd}")
        : f.Beneficiary.DiedOn is { } ended ? new(HoldReasons.BeneficiaryDead, $"died on {ended:yyyy-MM-dd}")
        : f.AnyMerged || f.Payee.MergedIntoId is not null || f.Beneficiary.MergedIntoId is not null ? new(HoldReasons.Merged)
        : f.AnyDuplicate ? new(HoldReasons.DuplicateOpen)
        : f.Award.IsSuspendedIn(f.Month) ? new(HoldReasons.AwardSuspended, $"since {f.Award.SuspendedFromMonth}")
        : f.TakenBy is { } other ? new(HoldReasons.MonthTaken, other)
        : f.AnySharesOver ? new(HoldReasons.SharesOver)
        : f.Address is null ? new(HoldReasons.NoAddress)
        : f.Address.ObjectedAt is { } objected ? new(HoldReasons.AddressObjected, $"since {objected:yyyy-MM-dd}")
        : f.Address.IsToldByProgram && f.Address.VerifiedAt is null ? new(HoldReasons.AddressNotVerified)
        : f.NameDiffers && f.Address.VerifiedAt is null ? new(HoldReasons.NameDiffers)
        : f.Agency is null || f.Agency.ClosedAt is not null ? new(HoldReasons.AgencyUnknown, f.Address.Agency)
        : f.Address.IsCooling(f.Now) ? new(HoldReasons.AddressCooling, $"until {f.Address.PayableFrom:yyyy-MM-dd}")
        : f.Agency.AccountProblem(f.Address.Account) is { } problem ? new(HoldReasons.AddressInvalid, problem)
        : f.Agency.Settings.Currency is { } only && only != f.Currency ? new(HoldReasons.AgencyCurrency, $"{f.Agency.Code} pays {only}")
        : f.Agency.Settings.MaxSumPerBatch is { } most && new Money(f.AmountMinor, Currency.Of(f.Currency)).Major > most ? new(HoldReasons.AgencyLimit, f.Agency.Code)
        : FileProblem(f, f.Payee, f.Address, f.Agency) is { } text ? new(HoldReasons.NotWritable, text)
        : null;

    // Max140Text of the creditor's name; the house's CSV takes what pain.001 takes, any other layout says by itself. The reference always fits.
    private static string? FileProblem(HoldFacts f, PayeeCopy payee, FinancialAddress address, AgencyInForce agency) => agency.Records is { } records
        ? records.Problem(new OrderLine(0, "", payee.RegistrationNumber, payee.Name, address.Account, f.AmountMinor, f.Currency, f.Award.Scheme, f.Month))
        : BankText.Fold(payee.Name, agency.Settings.Text, 140, out _);
}
