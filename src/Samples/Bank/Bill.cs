using Spmis.Values;

namespace Spmis.Samples.Bank;

/// <summary>A bill that SPMIS sent to an employer.</summary>
/// <param name="EmployerNumber">The employer's number in SPMIS.</param>
/// <param name="Period">The contribution month.</param>
/// <param name="PaymentReference">What the employer is asked to quote.</param>
/// <param name="Amount">What is due.</param>
/// <param name="DueOn">Last day to pay.</param>
/// <param name="IssuedOn">When the employer got it, if later than payment in time would be; nobody pays a bill before it is there.</param>
public sealed record Bill(string EmployerNumber, Month Period, string PaymentReference, Money Amount, DateOnly DueOn, DateOnly? IssuedOn = null);
