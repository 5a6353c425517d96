using Spmis.Iso20022;
using Spmis.Payments.Agencies;
using Spmis.Payments.Copies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class HoldRulesTests
{
    private static readonly PayeeCopy Alive = PayeeCopy.Of(Payroll.Facts(1));
    private static readonly AwardCopy Award = AwardCopy.Of(Payroll.Award(1));
    private static readonly AgencyInForce Bank = new("BANKA", null, 1, new() { Name = "Bank A", Format = OrderFormat.Pain001V09, DebtorName = "Fund", DebtorAccount = "1", DebtorBic = "BNKAKENX" });
    private static readonly AgencyInForce Narrow = Bank with
    {
        Settings = Bank.Settings with { Format = OrderFormat.FixedWidth, Layout = new() { Columns = "1-35 reference\n36-55 payee-name\n56-65 account\n66-80 amount\n81-83 currency" } },
    };

    private static readonly HoldFacts Fine = new()
    {
        Month = Payroll.July, AmountMinor = 100, Currency = "KES", Award = Award, Payee = Alive, Beneficiary = Alive, Address = Address("401000000001"), Agency = Bank, Now = SpmisApp.Now,
    };

    public static TheoryData<HoldFacts, string?> Table => new()
    {
        { Fine, null },
        { Fine with { AmountMinor = 0 }, HoldReasons.ZeroAmount },
        { Fine with { AmountMinor = -1 }, HoldReasons.NegativeAmount },
        { Fine with { Payee = null }, HoldReasons.PayeeUnknown },
        { Fine with { Beneficiary = null }, HoldReasons.PayeeUnknown },
        { Fine with { Payee = PayeeCopy.Of(Payroll.Facts(1) with { DiedOn = new(2026, 6, 30) }) }, HoldReasons.PayeeDead },
        { Fine with { Beneficiary = PayeeCopy.Of(Payroll.Facts(1) with { DiedOn = new(2026, 6, 30) }) }, HoldReasons.BeneficiaryDead },
        { Fine with { AnyMerged = true }, HoldReasons.Merged },
        { Fine with { Payee = PayeeCopy.Of(Payroll.Facts(1) with { MergedIntoId = Payroll.Person(2) }) }, HoldReasons.Merged },
        { Fine with { AnyDuplicate = true }, HoldReasons.DuplicateOpen },
        { Fine with { Award = AwardCopy.Of(Payroll.Award(1) with { SuspendedFromMonth = 202607 }) }, HoldReasons.AwardSuspended },
        { Fine with { Award = AwardCopy.Of(Payroll.Award(1) with { SuspendedFromMonth = 202608 }) }, null },
        { Fine with { TakenBy = "700000199" }, HoldReasons.MonthTaken },
        { Fine with { AnySharesOver = true }, HoldReasons.SharesOver },
        { Fine with { Address = null, Agency = null }, HoldReasons.NoAddress },
        { Fine with { Address = Cooling(null) }, HoldReasons.AddressCooling },
        { Fine with { Address = Cooling(SpmisApp.Now) }, null },
        { Fine with { Address = Cooling(null), Now = SpmisApp.Now.AddDays(1) }, null },
        { Fine with { Address = Cooling(SpmisApp.Now, SpmisApp.Now), Now = SpmisApp.Now.AddDays(9) }, HoldReasons.AddressObjected },
        { Fine with { Agency = new("BANKA", null, 2, Bank.Settings with { AccountRule = "digits 12 luhn" }) }, HoldReasons.AddressInvalid },
        { Fine with { Agency = new("BANKA", null, 2, Bank.Settings with { AccountRule = "digits 12" }) }, null },
        { Fine with { Address = Address("4010000001", FinancialAddress.ToldByProgram) }, HoldReasons.AddressNotVerified },
        { Fine with { Address = Address("4010000001", FinancialAddress.ToldByProgram, SpmisApp.Now) }, null },
        { Fine with { Address = Address("4010000001", FinancialAddress.ToldByMapper) }, HoldReasons.AddressNotVerified },
        { Fine with { NameDiffers = true }, HoldReasons.NameDiffers },
        { Fine with { NameDiffers = true, Address = Address("4010000001", "test", SpmisApp.Now) }, null },
        { Fine with { Agency = Bank with { ClosedAt = SpmisApp.Now } }, HoldReasons.AgencyUnknown },
        { Fine with { Agency = Bank with { Settings = Bank.Settings with { Currency = "UGX" } } }, HoldReasons.AgencyCurrency },
        { Fine with { Agency = Bank with { Settings = Bank.Settings with { MaxSumPerBatch = 0.99m } } }, HoldReasons.AgencyLimit },
        { Fine with { Agency = Bank with { Settings = Bank.Settings with { MaxSumPerBatch = 1m } } }, null },
        { Fine with { Agency = new("BANKA", null, 2, Narrow.Settings), Address = Address("4010000001") }, null },
        { Fine with { Agency = new("BANKA", null, 2, Narrow.Settings) }, HoldReasons.NotWritable },
        { Fine with { Agency = null }, HoldReasons.AgencyUnknown },
        { Fine with { Address = Address("KE0000000000000000") }, HoldReasons.AddressInvalid },
        { Fine with { Address = Address(new string('4', 35)) }, HoldReasons.AddressInvalid },
        { Fine with { Payee = PayeeCopy.Of(Payroll.Facts(1) with { Name = "أمينة" }) }, HoldReasons.NotWritable },
        { Fine with { Payee = PayeeCopy.Of(Payroll.Facts(1) with { Name = "Zoë Müller" }) }, null },
        { Fine with { AmountMinor = 0, Payee = null, AnyDuplicate = true }, HoldReasons.ZeroAmount },
        { Fine with { AnyDuplicate = true, Address = null }, HoldReasons.DuplicateOpen },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Of_TheFacts_NamesTheFirstReason(HoldFacts facts, string? code)
    {
        var hold = HoldRules.Of(facts);

        hold?.Code.ShouldBe(code);
        (hold is null).ShouldBe(code is null);
        if (hold is not null)
        {
            HoldReasons.Words(hold.Code).ShouldNotBe(hold.Code, "every reason has words");
        }
    }

    private static FinancialAddress Cooling(DateTime? verified, DateTime? objected = null) => new()
    {
        PersonId = Payroll.Person(1), Agency = "BANKA", Account = "401000000001", FromAt = SpmisApp.Now, Source = "persons.register", PayableFrom = SpmisApp.Now.AddDays(1), VerifiedAt = verified, ObjectedAt = objected,
    };

    private static FinancialAddress Address(string account, string source = "test", DateTime? verified = null) => new() { PersonId = Payroll.Person(1), Agency = "BANKA", Account = account, FromAt = SpmisApp.Now, Source = source, VerifiedAt = verified };
}
