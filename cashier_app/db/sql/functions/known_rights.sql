-- Everything that a right can be about, each with a comma before and after: the one list there is.
-- grants:
CREATE FUNCTION known_rights() RETURNS TEXT CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CONCAT(',take_payment,call_numbers,open_shift,count_shift,close_shift,undo_payment,reprint,',
  'reverse_payment,move_payment,correct_tender,refund_credit,',
  'pay_in,pay_out,move_cash,check_drawer,decide_difference,keep_safe,see_day,',
  'approve,open_drawer,close_other,bounce_cheque,',
  'adjust_bills,issue_fees,agree_plans,disconnect,run_bills,read_reports,lock_period,',
  'check_books,manage_customers,enter_readings,manage_tariffs,',
  'cheques,import_payments,paper_book,',
  'manage_people,set_printer,set_keys,')
