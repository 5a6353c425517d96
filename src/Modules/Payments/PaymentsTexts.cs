namespace Spmis.Payments;

/// <summary>Names the words of this module's pages: PaymentsTexts.resx, .fr.resx, .ar.resx, .es.resx, .pt.resx.</summary>
public sealed class PaymentsTexts;
