namespace Spmis.Samples;

/// <summary>A number that SPMIS gave while importing: later files quote it. Lines that were refused have none and are left out.</summary>
/// <param name="Reference">The file's own reference: P0000001 or E00001.</param>
/// <param name="Number">Registration number or employer number.</param>
public readonly record struct Issued(string Reference, string Number);
