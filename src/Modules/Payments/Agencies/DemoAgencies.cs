namespace Spmis.Payments.Agencies;

/// <summary>The invented agencies of the demo month; registered through <see cref="ProposeAgency"/> and a second person like any other.</summary>
public static class DemoAgencies
{
    private const string Fund = "Demonstration Social Security Fund";

    /// <summary>Two banks that take ISO 20022 and a mobile-money operator that takes CSV.</summary>
    public static IReadOnlyList<NewAgency> All { get; } =
    [
        new() { Code = "BANKA", Name = "Bank A (invented)", Format = OrderFormat.Pain001V09, DebtorName = Fund, DebtorAccount = "1000200030", DebtorBic = "BNKAKENX", PayeeBic = "BNKAKENX" },
        new() { Code = "BANKB", Name = "Bank B (invented)", Format = OrderFormat.Pain001V09, DebtorName = Fund, DebtorAccount = "2000300040", DebtorBic = "BNKBKENX", PayeeBic = "BNKBKENX" },
        new() { Code = "MOMO", Name = "Mobile Money (invented)", Format = OrderFormat.Csv, DebtorName = Fund, DebtorAccount = "700100" },
    ];
}
